"""Reading electronic invoices: XML, and OFD (a zip of XML). Both carry text; nothing is guessed."""
