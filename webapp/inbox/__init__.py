"""What waits for a person: the list, and the page on which a task is done."""
