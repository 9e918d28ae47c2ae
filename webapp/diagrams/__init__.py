"""A diagram without a script: as a picture and in words.

`svg.render_svg` draws the picture that the diagram interchange of a BPMN file describes;
`prose.describe` says the same as a list of steps for those who do not see it. Both are pure: XML
in, text out. The package knows nothing of cases; callers say which elements to mark.

Design notes.
    The colours stand in the SVG as presentation attributes, so that the picture is right on its
    own (print, download, no style sheet), and ``static/diagram.css`` replaces them by variables
    for dark mode. There is no ``style`` attribute and no ``<style>``: a strict Content Security
    Policy forbids both. There are no ids either, so that several pictures fit on one page.
    A mark is never colour alone: it brings a badge, another line width and a title in words.
"""
