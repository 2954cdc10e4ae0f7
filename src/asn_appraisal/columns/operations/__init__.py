"""Operations: what each operation of a program does, in exact numbers and in floats."""
