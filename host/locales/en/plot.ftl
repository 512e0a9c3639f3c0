# What a plot says to those who do not see it.
plot-nothing = Nothing so far.
plot-description = The highest: { $value }, on { $day }. The last day: { $last }. The table of the page has every day.
