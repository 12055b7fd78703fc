"""Execute one transposed convolution in every system that can be had (`make test-systems`).

`cases` draws layers, a file for each system runs them in its words, `facts` finds out by running
what else a chapter says about a system, and `__main__` compares all of it with d2lmini.
"""
