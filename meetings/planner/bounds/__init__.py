"""What no plan can beat: a linear programme over whole tutors' timetables, by column generation."""
