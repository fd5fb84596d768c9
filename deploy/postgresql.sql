-- The database and its two roles, once, as a superuser: psql -f deploy/postgresql.sql
-- Give both a password afterwards (\password press_owner, \password press_site).

-- Owns the tables and their triggers; migrations run as this role and nothing else does.
CREATE ROLE press_owner LOGIN;
-- Reads and writes rows. What the triggers forbid, it cannot do, and it cannot take them away.
CREATE ROLE press_site LOGIN;

CREATE DATABASE press OWNER press_owner;
\connect press
ALTER SCHEMA public OWNER TO press_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO press_site;
ALTER DEFAULT PRIVILEGES FOR ROLE press_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO press_site;
ALTER DEFAULT PRIVILEGES FOR ROLE press_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO press_site;
