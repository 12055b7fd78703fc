"""Draw faults, put each into a copy of the project, see whether a test notices (`make sabotage`).

The modules:

    fault       what a fault is, which file is of which kind, and the draw by a seed
    python, javascript.mjs, css, prose, settings, stored    the places of each kind, by operators
    meaning     what a file says: a fault leaves it readable, and has to say something else
    catchers    which tests could notice a fault in a file, the cheap ones first
    copies      a copy of the project, its steps, and its restoration
    warm        a process with the frameworks imported, from which a copy's steps fork
    record      what a run found: rows, rates with intervals, the table that the book shows
"""
