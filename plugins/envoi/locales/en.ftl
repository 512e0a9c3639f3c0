transfers = Transfers
boxes = Deposit boxes
views = Views
all-transfers = All transfers
all-boxes = All boxes
older = Older ones
# The list.
no-transfer = No transfer yet. Prepare the first one just below: nobody sees it before you share it.
no-transfer-for-you = No transfer here for now. Those that people share with you will appear on this page.
state-waiting = No file yet
state-open = Open
state-ended = Ended
files = { $count ->
    [0] No file
    [one] One file
   *[other] { $count } files
}
ends-on = Available until
ended-on = Ended on
# A new transfer.
new-transfer = Send files
make-transfer = Choose the files
title-label = Title
title-hint = For example “Photos of the trip”.
message-label = Message
optional = Optional.
ends-label = Last day
ends-hint = After that day the files are erased. 90 days at most.
# A transfer, for whoever sends it.
add-title = Add files
add-button = Add the files
files-title = Files
choose-first = Please choose at least one file first.
added = { $count ->
    [one] The file is added.
   *[other] { $count } files are added.
}
who = Who may take these files?
share = Send to somebody
share-hint = A link, a code to scan, or people: you can change and stop them later.
change = Change
save = Save
saved = It is saved.
faster = Somebody has just changed this. Your text is kept here: save once more to use it.
more-files = More files
download-all = Download everything
replace = Replace
replace-of = Replace { $name }
replace-title = Replace “{ $name }”
replace-hint = The address stays the same. The file before is erased as soon as the new one has arrived.
replaced = The file is replaced. Those who have the link will get the new one.
remove = Remove
remove-of = Remove { $name }
remove-question = Remove “{ $name }”?
remove-hint = It is erased at once and for good: nobody can take it any more.
remove-yes = Erase this file
removed-file = The file is erased.
keep = Keep
end-now = Stop and erase…
end-question = Stop “{ $title }” now?
end-hint = Links give nothing any more, a download under way is cut, and the files are erased for good.
end-yes = Stop and erase the files
ended-now = The transfer has ended, and its files are erased.
ended-hint = The files are erased, nobody can take them any more. This page stays for 30 days, for you alone.
forget = Take off the list
taken-title = Who took what
taken-nothing = Nobody has taken a file yet.
a-file = a file
somebody = Somebody who has the link
times = { $count } times
intact = Check that the file is intact
intact-hint = Whoever gets the same sum (SHA-256) has exactly the same file.
# A transfer, for whoever got it.
from = From { $sender }.
nothing-yet = No file yet. Come back soon!
take-all = { $count ->
    [one] Download the file ({ $size })
   *[other] Download the { $count } files ({ $size })
}
choose = Choose
take-chosen = Download the chosen files
over-title = This transfer has ended
over = The files of “{ $title }” are no longer here.
ask-sender = Ask { $sender } to send them to you once more.
ask-somebody = Ask the person who sent them to you to do so once more.
# Deposit boxes.
no-box = No box yet. Prepare the first one just below: it takes files of others, without an account, and you alone see what comes.
no-box-for-you = No box here for now.
state-takes = Open
state-closed = Closed
new-box = Ask for files
make-box = Make the box
box-title-hint = What you ask for, such as “Your photos of the party”.
box-files = Files, at most
box-gigabytes = Size in all, in GB, at most
closes-on = Open until
closed-on = Closed on
who-deposits = Who may put files in?
share-box = Invite to put files in
share-box-hint = Choose a link that lets people “add, without seeing what others added”.
nothing-came = Nothing has come yet.
by = from { $who }
close = Close the box…
close-question = Close “{ $title }”?
close-hint = Nothing more comes in. What came may stay, or go into the trash with the box, where it stays for 30 days.
close-yes = Close, and keep what came
close-erase = Put the box and what is in it into the trash
# A box, for whoever puts files in.
asks = { $owner } asks you for files.
takes = { $count ->
    [one] The box takes one more file, { $size } in all.
   *[other] The box takes { $count } more files, { $size } in all.
}
your-name = Your name
your-name-hint = Optional. So that it is known whom the files come from.
deposit-title = Put files in
deposit-button = Put them in
deposit-private = Once they are in, only the person who asks for them sees your files: neither you nor others can take them back here.
received = { $count ->
    [one] Thank you! Your file has arrived.
   *[other] Thank you! Your { $count } files have arrived.
}
box-is-closed = This box is closed: it takes no more files. Ask the person who sent you the link for another one.
box-is-full = This box is full. Please tell the person who sent you the link.
too-many-files = { $count ->
    [0] This box is full. Please tell the person who sent you the link.
    [one] The box takes only one more file. Please choose one.
   *[other] The box takes only { $count } more files. Please choose fewer.
}
too-many-bytes = That is too much: the box takes only { $size } more in all.
