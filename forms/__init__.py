"""Form definitions: from a `.form` file to checked values and to the fields that a page shows."""
