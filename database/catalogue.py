"""What PostgreSQL's catalogue says of the schema `public`, as comparable text.

Expressions are taken as PostgreSQL prints them, which is not as they were written: compare two
databases of one server with each other, never a database with a source text.
"""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

# Not what an extension brought.
_NOT_OF_AN_EXTENSION = (
    "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"
)
_PRIVILEGES = "(SELECT string_agg(item::text, ' ' ORDER BY item::text) FROM unnest({acl}) item)"

_COLUMNS = """
SELECT 'column ' || c.relname || '.' || a.attname,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                 CASE WHEN a.attidentity <> '' THEN 'identity ' || a.attidentity::text END,
                 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
   AND a.attnum > 0 AND NOT a.attisdropped
"""

_CONSTRAINTS = """
SELECT 'constraint ' || conname || ' on ' || conrelid::regclass,
       pg_get_constraintdef(oid) || CASE WHEN convalidated THEN '' ELSE ' NOT VALID' END
  FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 't'
   AND contype <> 'n'  -- NOT NULL, which PostgreSQL 18 names: told with the column
"""

_INDEXES = """
SELECT 'index ' || indexname || ' on ' || tablename, indexdef
  FROM pg_indexes WHERE schemaname = 'public'
"""

_RELATIONS = f"""
SELECT CASE relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view '
                    WHEN 'm' THEN 'materialised view ' ELSE 'table ' END || relname,
       concat_ws('; ', 'owner ' || relowner::regrole,
                 CASE WHEN relrowsecurity THEN 'row security' END,
                 CASE WHEN relforcerowsecurity THEN 'forced' END,
                 CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
                 'granted ' || {_PRIVILEGES.format(acl="relacl")},
                 (SELECT string_agg(attname || ' granted ' ||
                                    {_PRIVILEGES.format(acl="attacl")}, '; ' ORDER BY attname)
                    FROM pg_attribute WHERE attrelid = pg_class.oid AND attacl IS NOT NULL))
  FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'v', 'm')
   AND {_NOT_OF_AN_EXTENSION.format(oid="pg_class.oid")}
"""

_POLICIES = """
SELECT 'policy ' || policyname || ' on ' || tablename,
       concat_ws(' ', permissive, 'FOR', cmd, 'TO', array_to_string(roles, ', '),
                 'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')')
  FROM pg_policies WHERE schemaname = 'public'
"""

# pg_get_functiondef tells body, language, volatility, strictness, security definer, leakproof,
# parallel safety and settings.
_FUNCTIONS = f"""
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       concat_ws('; ', pg_get_functiondef(p.oid), 'owner ' || p.proowner::regrole,
                 'granted ' || {_PRIVILEGES.format(acl="p.proacl")})
  FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
   AND {_NOT_OF_AN_EXTENSION.format(oid="p.oid")}
"""

_TRIGGERS = """
SELECT 'trigger ' || tgname || ' on ' || tgrelid::regclass,
       pg_get_triggerdef(t.oid) || '; enabled ' || tgenabled::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
"""

_DEFAULT_PRIVILEGES = f"""
SELECT 'default privileges of ' || defaclrole::regrole || ' on ' || defaclobjtype::text,
       {_PRIVILEGES.format(acl="defaclacl")}
  FROM pg_default_acl WHERE defaclnamespace IN (0, 'public'::regnamespace)
"""

_SCHEMA = f"""
SELECT 'schema ' || nspname, 'granted ' || {_PRIVILEGES.format(acl="nspacl")}
  FROM pg_namespace WHERE nspname = 'public'
"""

_QUERIES = (
    _COLUMNS, _CONSTRAINTS, _INDEXES, _RELATIONS, _POLICIES, _FUNCTIONS, _TRIGGERS,
    _DEFAULT_PRIVILEGES, _SCHEMA,
)  # fmt: skip


def catalogue(cursor: CursorWrapper) -> dict[str, str]:
    """Each object of the schema `public` by kind and name, with its definition in one text."""
    found: dict[str, str] = {}
    for query in _QUERIES:
        cursor.execute(query)
        found.update({name: definition or "" for name, definition in cursor.fetchall()})
    return found


def differences(database: dict[str, str], code: dict[str, str]) -> list[str]:
    """What a database has that the code does not have, and the other way round, a line each."""
    return sorted(_differences(database, code))


def _differences(database: dict[str, str], code: dict[str, str]) -> Iterable[str]:
    for name in database.keys() | code.keys():
        if name not in code:
            yield f"{name}: in the database, not in the code: {database[name]}"
        elif name not in database:
            yield f"{name}: in the code, not in the database: {code[name]}"
        elif database[name] != code[name]:
            yield f"{name}: {database[name]} in the database, {code[name]} in the code"
