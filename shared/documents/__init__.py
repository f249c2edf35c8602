"""Paper: building blocks of the PDFs that services make, and QR codes."""
