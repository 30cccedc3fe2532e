"""The guides (办事指南): what a scheme asks for, read by everybody before they sign in."""
