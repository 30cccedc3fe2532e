"""Sign-in through the OpenID Connect provider that the environment names (`OIDC_*`)."""
