"""The compiled local search: take a few tutors' sessions out, put each tutor's back at best, anneal."""
