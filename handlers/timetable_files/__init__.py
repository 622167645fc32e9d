"""Files of a timetable: Untis, aSc Timetables, and tables as schools keep them; and the table that is written."""
