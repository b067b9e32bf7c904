"""What every room stands on: durable files, folders, file kinds, packages."""
