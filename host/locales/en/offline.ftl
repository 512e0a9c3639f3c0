# In place of the browser’s page, when nobody answers.
offline-title = No connection for now
offline-text = This device has no network, or the site does not answer. Nothing that was saved is lost. Check the connection, then try again.
offline-again = Try again
