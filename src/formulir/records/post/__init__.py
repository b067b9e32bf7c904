"""What leaves the office: acts of handing out, and messages that are posted."""
