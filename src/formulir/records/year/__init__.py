"""The programme as a timetable: what is planned, what was done, what is late."""
