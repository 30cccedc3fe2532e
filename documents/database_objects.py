"""The wall around attachments and around the content that waits for its storage; and how texts are
looked up."""

from accounts.row_security import IS_SYSTEM, TENANT, secured
from database.objects import function
from database.row_security import Policy
from documents.models import Attachment, StoredFile, StoredPart
from documents.written.simplified import SIMPLIFIED, TRADITIONAL

# Whoever may read a row that names a file reads it; the storage asks in the portal's own name.
STORAGE = Policy("storage", IS_SYSTEM, IS_SYSTEM)

DATABASE_OBJECTS = (
    *secured(Attachment, TENANT, on_trail=True, hidden=("name",)),
    *secured(StoredFile, STORAGE),
    *secured(StoredPart, STORAGE),
    # As `documents.written.simplified.plain`. Few texts have a traditional character: to ask for
    # one takes half a microsecond, to translate them a quarter of a millisecond.
    function(
        "documents_plain(text)",
        f"""
        CREATE OR REPLACE FUNCTION documents_plain(written text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
        BEGIN
          IF written ~ '[{TRADITIONAL}]' THEN
            written := translate(
              written,
              '{TRADITIONAL}',
              '{SIMPLIFIED}'
            );
          END IF;
          RETURN lower(written);
        END
        $$;
        """,
    ),
)
