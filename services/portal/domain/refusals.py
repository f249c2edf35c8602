"""The ways portal says no. Nothing changes when it does."""

from shared.domain import Refused


class WrongSignIn(Refused):
    """Name and password do not belong together, or have to wait; which of these is not told."""

    code = "wrong_sign_in"


class TooManyTries(Refused):
    """Somebody at this address of the network tries again and again."""

    code = "too_many_tries"


class WrongStartCode(Refused):
    """Name and start code do not belong together, the code is used or replaced, or has to wait; which is not told."""

    code = "wrong_start_code"


class OldStartCode(Refused):
    """The very code that was given to this name, after its last day. Only who holds it can be told: see `choose_password`."""

    code = "old_start_code"


class WrongPassword(Refused):
    """The password that somebody has now is another one than was typed, or has to wait."""

    code = "wrong_password"


class NoHelpLine(Refused):
    """What should be a number to dial is none: on every sticker's page it would be a link that does nothing."""

    code = "no_help_line"


class NoColour(Refused):
    """What was typed is no colour of the screen."""

    code = "no_colour"


class LogoTooHeavy(Refused):
    """The file has more bytes than anybody needs for a logo."""

    code = "logo_too_heavy"


class LogoTooLarge(Refused):
    """The picture has more pixels than we want to unpack."""

    code = "logo_too_large"


class LogoMoves(Refused):
    """The picture has more than one frame. A moving picture in the corner of every page keeps people from reading."""

    code = "logo_moves"


class NoPicture(Refused):
    """The file is no picture of a kind that we know, or it is damaged."""

    code = "no_picture"


class BadSignInName(Refused):
    """A name to sign in with has other letters than it may have, or too few or too many."""

    code = "bad_sign_in_name"


class SignInNameTaken(Refused):
    """Somebody in this installation signs in with that name."""

    code = "sign_in_name_taken"


class NameMissing(Refused):
    """Nobody can tell whose account it is."""

    code = "name_missing"


class NoRoles(Refused):
    """Who does nothing in the organisation is removed, not kept without roles."""

    code = "no_roles"


class WrongLastDay(Refused):
    """The last day of a role is over already, further away than anybody plans, or no day at all."""

    code = "wrong_last_day"


class LeaderMustStay(Refused):
    """The only one who can look after people and rights cannot be given a last day: nobody would be left the day after."""

    code = "leader_must_stay"


class LastCoordinator(Refused):
    """Without this person nobody is left who can look after people and rights."""

    code = "last_coordinator"


class IsRemoved(Refused):
    """This person does nothing here any more."""

    code = "is_removed"


class PasswordTooShort(Refused):
    """A password of so few letters is guessed."""

    code = "password_too_short"


class PasswordTooLong(Refused):
    """More than anybody types."""

    code = "password_too_long"


class PasswordTooCommon(Refused):
    """It is among the first that somebody else would try."""

    code = "password_too_common"


class PasswordIsName(Refused):
    """It is the name to sign in with."""

    code = "password_is_name"


class PinNotSixDigits(Refused):
    """A PIN is six digits, so that every tablet can ask for it in the same way."""

    code = "pin_not_six_digits"


class PinTooEasy(Refused):
    """Somebody who looks on would try it early."""

    code = "pin_too_easy"


class WrongPin(Refused):
    """The PIN is another one, or there is none that works here; `left` tells how often it may still be wrong."""

    code = "wrong_pin"


class PinNeedsPassword(Refused):
    """Too many wrong ones, too long ago that a password was typed here, or no PIN: only a password or a passkey helps."""

    code = "pin_needs_password"


class PasskeyNameMissing(Refused):
    """Among several passkeys nobody knows which one this is."""

    code = "passkey_name_missing"


class PasskeyKnown(Refused):
    """This passkey was added before, here or by somebody else."""

    code = "passkey_known"


class TooManyPasskeys(Refused):
    """Nobody needs so many."""

    code = "too_many_passkeys"


class PasskeyFailed(Refused):
    """What a device signed is not right, was used before or took too long, or the passkey is nobody's here; which is not told."""

    code = "passkey_failed"


class NoPasskeysHere(Refused):
    """The address is not secure, or this device is shared: a passkey would not work, or work for anybody."""

    code = "no_passkeys_here"


class TitleMissing(Refused):
    """An organisation has to be called something."""

    code = "title_missing"


class AlreadySetUp(Refused):
    """The organisation is there already, with other people in it."""

    code = "already_set_up"


class AlreadyBegun(Refused):
    """There is an organisation in this installation: the page that begins the first one is closed."""

    code = "already_begun"


class WrongBeginCode(Refused):
    """What was typed is not the code that stands in the window where Digibank was started."""

    code = "wrong_begin_code"


class ProviderNameMissing(Refused):
    """Nobody would know where the button leads."""

    code = "provider_name_missing"


class NoIssuer(Refused):
    """What was typed is not the address of a provider."""

    code = "no_issuer"


class ClientMissing(Refused):
    """The provider does not know as what we come."""

    code = "client_missing"


class SecretMissing(Refused):
    """The provider would not believe that it is us; a secret of before belongs to another address or client."""

    code = "secret_missing"


class ProviderChanged(Refused):
    """The provider was changed or taken away while somebody was under way to it."""

    code = "provider_changed"


class IdentityTaken(Refused):
    """The same account of the provider lets somebody else in here."""

    code = "identity_taken"


class NotLinked(Refused):
    """Nobody who works here now comes in with this account of the provider."""

    code = "not_linked"


class BadHours(Refused):
    """What was typed says no times of a day."""

    code = "bad_hours"


class HoursOverlap(Refused):
    """Two blocks of one day are at the same time."""

    code = "hours_overlap"


class TooManyHours(Refused):
    """A day has more blocks than anybody remembers."""

    code = "too_many_hours"


class TooManyExceptions(Refused):
    """More dates than a family reads."""

    code = "too_many_exceptions"


class DateIsPast(Refused):
    """A day that is over cannot be closed any more."""

    code = "date_is_past"


class NoWholeNumber(Refused):
    """What was typed is no number, or several where one counts."""

    code = "no_whole_number"


class NoticeWithoutDutch(Refused):
    """A notice in other languages and not in Dutch: who reads none of those would see nothing."""

    code = "notice_without_dutch"


class TooManyNumbers(Refused):
    """More numbers than a field takes. `most`: how many it takes."""

    code = "too_many_numbers"


class OutOfBounds(Refused):
    """A number that makes no sense for this."""

    code = "out_of_bounds"
