"""How the packaged reference data is made from the files of a reference-data folder. Run by `..build`."""
