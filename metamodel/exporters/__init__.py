"""From a metamodel to forms that other programs read. Pure: texts in, texts out."""
