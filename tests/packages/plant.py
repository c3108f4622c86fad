"""Changes one byte of the answer that a vector in the middle expects: plant.py FILE OUT"""

import sys

with open(sys.argv[1], encoding="utf-8") as file:
    lines = file.readlines()
middle = next(at for at in range(len(lines) // 2, len(lines)) if 'as_of\\":\\"2' in lines[at])
lines[middle] = lines[middle].replace('as_of\\":\\"2', 'as_of\\":\\"3', 1)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.writelines(lines)
