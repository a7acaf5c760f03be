"""The demonstration: the network's real events, and an invented season around today.

Facts only (titles, names, dates, hours, figures) come from the network's published documents; every sentence is ours.
What no document says is absent, or said to be unknown. `chargement` writes it; the other modules are the data.
"""
