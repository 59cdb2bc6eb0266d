"""Pathways as workbooks that people edit in a spreadsheet program, and back; serves nobody."""
