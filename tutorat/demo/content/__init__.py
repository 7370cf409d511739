"""What people of the demo wrote. Nothing here is true of anybody."""
