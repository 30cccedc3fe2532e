-- Roles, database and extensions of the portal. Run by a superuser with psql; may be repeated.
-- Passwords come from the environment: PORTAL_OWNER_PASSWORD, PORTAL_APP_PASSWORD,
-- PORTAL_BACKUP_PASSWORD.
\set ON_ERROR_STOP on
\getenv owner_password PORTAL_OWNER_PASSWORD
\getenv app_password PORTAL_APP_PASSWORD
\getenv backup_password PORTAL_BACKUP_PASSWORD

SELECT format('CREATE ROLE %I', wanted.name)
FROM (VALUES ('portal_owner'), ('portal_app'), ('portal_search'), ('portal_backup')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
\gexec

-- Owns the tables and migrates. CREATEDB serves the test databases only.
ALTER ROLE portal_owner LOGIN NOSUPERUSER NOCREATEROLE CREATEDB NOBYPASSRLS
    PASSWORD :'owner_password';
-- What web and workers are: owns nothing, bypasses nothing.
ALTER ROLE portal_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS
    PASSWORD :'app_password';
-- Owner of the search functions, which repeat the tenant filter themselves: nobody signs in as it.
ALTER ROLE portal_search NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS;
GRANT portal_search TO portal_owner;
-- What dumps the database: row policies hide nothing from it, and it changes nothing.
ALTER ROLE portal_backup LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS
    PASSWORD :'backup_password';
GRANT pg_read_all_data TO portal_backup;

-- template1 too, so that databases made by portal_owner (tests) have the extensions.
\connect template1
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
GRANT USAGE, CREATE ON SCHEMA public TO portal_search;

\connect postgres
SELECT 'CREATE DATABASE portal OWNER portal_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'portal')
\gexec
ALTER DATABASE portal OWNER TO portal_owner;

\connect portal
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
GRANT USAGE, CREATE ON SCHEMA public TO portal_search;
