"""The official forms of goods of the region (BMD): what each says, as values that paper and sheet share.

Their words are those of the regulations and therefore Indonesian in every language of the program.
"""
