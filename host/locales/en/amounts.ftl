# Numbers, sizes, days, waits.
amount-bytes = { $count ->
    [one] { $count }{ "\u00A0" }byte
   *[other] { $count }{ "\u00A0" }bytes
}
amount-kilobytes = { $amount }{ "\u00A0" }kB
amount-megabytes = { $amount }{ "\u00A0" }MB
amount-gigabytes = { $amount }{ "\u00A0" }GB
amount-terabytes = { $amount }{ "\u00A0" }TB
amount-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
amount-wait-minute = a minute
amount-wait-minutes = about { $count } minutes
amount-wait-hours = about { $count } hours
