"""What a proxy does once it has let somebody through."""

import select


def join(one, other):
    """Passes bytes both ways until one side ends, or neither says anything for 20 seconds."""
    pair = [one, other]
    while True:
        ready, _, _ = select.select(pair, [], [], 20)
        for side in ready:
            data = side.recv(65536)
            if not data:
                return
            pair[1 - pair.index(side)].sendall(data)
        if not ready:
            return
