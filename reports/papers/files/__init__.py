"""The files of a paper: PDF, Word and Excel, made from the same document."""
