"""The `sql` target, run in four data bases beside the reference."""
