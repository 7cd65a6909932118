"""The database: tables, transactions, the change log, search, migrations, backups."""
