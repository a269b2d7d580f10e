-- Run once, by the owner, on an empty database: schemas, and who else logs in. Passwords come from
-- files, which psql reads; nothing secret is written here. Cube reads business tables and writes
-- rollup tables; the registry and Dagster each have a database of their own.
\set ON_ERROR_STOP on
\set cube_password `cat /run/secrets/database/cube`
\set registry_password `cat /run/secrets/database/registry`
\set dagster_password `cat /run/secrets/database/dagster`

CREATE ROLE cube LOGIN PASSWORD :'cube_password';
CREATE ROLE registry LOGIN PASSWORD :'registry_password';
CREATE ROLE dagster LOGIN PASSWORD :'dagster_password';
CREATE DATABASE registry OWNER registry;
CREATE DATABASE dagster OWNER dagster;

CREATE SCHEMA IF NOT EXISTS rampart;
CREATE SCHEMA IF NOT EXISTS preaggs;
GRANT USAGE ON SCHEMA public TO cube;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO cube;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO cube;
GRANT USAGE, CREATE ON SCHEMA preaggs TO cube;
