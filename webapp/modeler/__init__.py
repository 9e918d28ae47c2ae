"""The process owner's area: versions and drafts of procedures, the editor, review and approval."""
