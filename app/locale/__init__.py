"""The languages of the interface: its words, dates and numbers. Must know nothing of what is said.

``fr`` is the language of the code: the French words are the keys of the catalogue of another one.
"""
