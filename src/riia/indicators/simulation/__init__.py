"""Fictional councils: histories of children who do not exist, projected onto every file a council holds."""
