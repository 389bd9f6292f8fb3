def write(root, found): pass
