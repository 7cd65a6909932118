"""QR labels: stock, geometry in millimetres, codes, PDF."""
