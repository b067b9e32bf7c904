"""formulir: fills, numbers, stamps, prints and archives letters."""
