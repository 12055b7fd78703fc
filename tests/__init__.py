"""The tests, by what they test; the test of a module has the module's name.

operations/  d2lmini's operations                book/     sources, notebooks, links, works cited
figures/     figures and plots, no browser       browser/  pages and figures in a real browser
project/     requirements, workflows, tools      support/  plugins and what several tests use
"""
