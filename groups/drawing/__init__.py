"""From the tables to the sealed document and back: what surrounds the pure draw of `groups.draw`."""
