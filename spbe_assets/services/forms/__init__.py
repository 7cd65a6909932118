"""The official forms of goods of the region (barang milik daerah): what each says, as values that paper and sheet share.

Their words are those of the regulations and therefore Indonesian in every language of the program.
"""
