"""The register's writers are killed at any moment, and it stays sound."""
