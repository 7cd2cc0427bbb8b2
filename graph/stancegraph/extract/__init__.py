"""From the text of an article to draft stances, each tied to the characters it rests on."""
