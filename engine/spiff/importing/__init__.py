"""From the bytes of diagrams to a definition: read, repair, check, build.

documents   the files, through the hardened door for XML
repairs     what the standard leaves open is made explicit, without changing the meaning
reading     elements and flows as records of ours
checks      what cannot be run right is refused, by id, line and remedy
parser      SpiffWorkflow's parser, building our specifications
"""
