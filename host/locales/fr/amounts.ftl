# Nombres, tailles, jours, attentes.
amount-bytes = { $count ->
    [one] { $count }{ "\u00A0" }octet
   *[other] { $count }{ "\u00A0" }octets
}
amount-kilobytes = { $amount }{ "\u00A0" }ko
amount-megabytes = { $amount }{ "\u00A0" }Mo
amount-gigabytes = { $amount }{ "\u00A0" }Go
amount-terabytes = { $amount }{ "\u00A0" }To
amount-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
amount-wait-minute = une minute
amount-wait-minutes = environ { $count } minutes
amount-wait-hours = environ { $count } heures
