"""The work itself, one verb phrase a file; knows ports, no technology and no Dagster."""
