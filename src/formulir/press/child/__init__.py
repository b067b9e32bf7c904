"""Child processes: started, limited, shielded, ended."""
