"""The network of pyvis: stances for people who want to drag them about, or to go on in Python."""
