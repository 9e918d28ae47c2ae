r"""Documents that cases produce as real files: printable pages, and data files for other systems.

A document is a template in the procedure's folder ``documents`` (or in ``shared/documents``), filled
in by a service task of type ``docket:document`` and kept with the case like an uploaded file.

**Printable pages**: ``documents/<name>.md``, Markdown whose first lines may be settings, in TOML
between two lines ``+++``::

    +++
    type = "IN"                     # its number: JAM0001, JAM0002 ... for each office and type
    confidential = ["diagnosis"]    # confidential variables that it shows
    paper = "landscape"             # A4 upright when it does not say
    +++
    # Inventory in note

    | | |
    |---|---|
    | Purchase order | {{ purchaseOrder }} |
    | Delivered on | {{ deliveryDate }} |

    ## Goods received

    | Item | Quantity | Unit cost | Value |
    |---|--:|--:|--:|
    {% for line in lines %}
    | {{ line.item }} | {{ number: line.quantity }} | {{ money: line.cost }} | {{ money: line.quantity * line.cost }} |
    {% end %}
    | **Total** | | | **{{ money: total }}** |

    {% if remarks != null %}
    Remarks: {{ remarks }}
    {% else %}
    No remarks.
    {% end %}

    {% signatures [{for: "Received by", name: name of(receiver), date: deliveryDate},
                   {for: "Checked by"}] %}

- ``# Title`` comes first; it may have places too.
- ``{{ FEEL }}`` is a place. Its value is text, never Markdown or HTML; a list is written with commas,
  a new line in a text stays one. ``{{ money: … }}`` has two decimals, ``{{ number: … }}`` those that
  it has, both with thousands set apart as the language does it.
- ``{% for item in FEEL %}`` … ``{% end %}`` repeats the lines between, which may be rows of a table;
  ``loopCounter`` counts from 1. ``{% if FEEL %}`` … ``{% else %}`` … ``{% end %}`` chooses. They stand
  on lines of their own, and may lie within each other.
- ``{% signatures FEEL %}`` is a list of contexts with ``for``, ``name`` and ``date``: without name
  or date there is a line to sign on.
- A table whose head is empty is a list of facts: its first cells are headings.
- Beside the case's variables and the task's inputs there is ``document`` with ``number``, ``date``,
  ``unit`` (the office's name) and ``case`` (the number that people quote).

``documents/<name>.fr.md`` is the same in French, without settings. The language is the header
``language``, or else that of the person whom the input ``to`` names, or else English.

**Data files**: ``documents/<name>.csv.toml``::

    title = "Carrier eligibility file"
    type = "ELIG"                         # as above; left out: no number
    file = "eligibility-{{ document.number }}.csv"   # left out: number and title
    version = "carrier-eligibility-1"     # left out: no line of version
    delimiter = ","
    rows = "members"                      # FEEL: a list of contexts
    item = "member"                       # what a row is called in the columns
    columns = [
      { heading = "INDEX_NO", value = "member.index" },
      { heading = "PREMIUM", value = "member.premium", format = "money" },
      { heading = "FROM", value = "member.from", format = "date" },
    ]
    totals = [
      { heading = "RECORDS", value = "count(members)", format = "number" },
      { heading = "PREMIUM", value = "sum(members.premium)", format = "money" },
    ]

    #,carrier-eligibility-1,JAM0005,2026-11-20
    INDEX_NO,PREMIUM,FROM
    100200,43.05,2026-12-01
    #,RECORDS,1,PREMIUM,43.05

UTF-8 without a mark, lines end in CR LF, quotes as RFC 4180 has them. Formats: ``text`` (when it does
not say), ``number``, ``money`` (two decimals), ``date`` (2026-12-01), ``time`` (with its offset) and
``boolean`` (``Y``, ``N``); a value of another type is refused. A text that a spreadsheet would take
for a formula, or that begins like a line of control (``#``), gets an apostrophe before it.

**The task**: type ``docket:document``, header ``template``; it may have the header ``language``, and
the inputs ``unit`` (the office that issues it; else the case's), ``date`` (else today), ``number``
(drawn before, with ``docket:number``; else drawn now) and ``to``. It answers ``document``: a context
with ``id``, ``name``, ``title``, ``number``, ``type``, ``mediaType``, ``size``, ``digest`` and
``confidential``, to be handed to ``docket:file-drop`` (input ``document``) or ``docket:mail`` (input
``attachments``). ``docket:void-document`` (inputs ``document``, ``reason``) declares one void; its
number stays taken.

Numbers have no gaps: they are drawn in the transaction that produces the document, for each office
and type. The parameters ``seq.units`` (codes of the offices), ``seq.width`` (4, growing),
``seq.opening`` (the last numbers given on paper) and ``seq.reset`` say how: with ``YEARLY`` they begin
anew with each year and carry it (``JAM0005-2026``).

A document is confidential when its settings name confidential variables: only those may open it who
may read all of these, and each time the purpose is recorded. It is sealed under the key of the person
concerned, and erased with it. Any other document is kept for the office, and whoever may see the
case may open it. The title, the file name and the number are never confidential.

Why pages and not PDF: no well-kept package in pure Python sets Arabic, Chinese and Cyrillic and tags
the text for screen readers (fpdf2 and ReportLab write untagged PDF; WeasyPrint needs Pango on every
machine). A browser prints these pages, or saves them as tagged PDF, with fonts that the reader has.

`template.py` reads pages, `filling.py` fills them in, `page.py` makes the file; `data_file.py` reads
and writes data files. What a document may use, and where it is kept, is said by
`engine.advance.documents`.
"""
