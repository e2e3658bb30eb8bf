# The probe for 386; README.md beside it says what it does.
        .text
        .set    base, 0x8048000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 3                            # ET_EXEC, EM_386
        .long   1
        .long   base + _start - ehdr, phdr - ehdr, 0, 0
        .short  52, 32, 2, 0, 0, 0
phdr:   .long   1, 0, base, base, end - ehdr, end - ehdr, 5, 0x1000  # PT_LOAD, R+X
        .long   0x6474e551, 0, 0, 0, 0, 0, 6, 16                     # PT_GNU_STACK, R+W

# With arguments, a folder and paths in it: of the program at each the first 256 bytes, at that multiple of 256.
programs:
        add     $8, %esi
        mov     (%esi), %ebx
        mov     $61, %eax                       # chroot
        int     $0x80
        test    %eax, %eax
        js      done
        xor     %ebp, %ebp
3:      add     $4, %esi
        mov     (%esi), %ebx
        test    %ebx, %ebx
        jz      done
        mov     $1, %ecx                        # X_OK
        mov     $33, %eax                       # access
        int     $0x80
        test    %eax, %eax
        jnz     4f
        mov     (%esi), %ebx
        mov     $0x800, %ecx                    # O_RDONLY|O_NONBLOCK
        mov     $5, %eax                        # open
        int     $0x80
        mov     %eax, %ebx
        mov     %esp, %ecx
        mov     $256, %edx
        mov     $3, %eax                        # read
        int     $0x80
        test    %eax, %eax
        jle     4f
        push    %eax
        mov     %edi, %ebx
        mov     %ebp, %ecx
        xor     %edx, %edx                      # SEEK_SET
        mov     $19, %eax                       # lseek
        int     $0x80
        pop     %edx
        mov     %esp, %ecx
        call    write
4:      add     $256, %ebp
        jmp     3b

_start: mov     %esp, %esi
        sub     $256, %esp                      # the buffer
        mov     $(base + out - ehdr), %ebx
        mov     $0x241, %ecx                    # O_WRONLY|O_CREAT|O_TRUNC
        mov     $0644, %edx
        mov     $5, %eax                        # open
        int     $0x80
        test    %eax, %eax
        js      fail
        mov     %eax, %edi
        cmpl    $1, (%esi)
        ja      programs

        mov     $(base + boot - ehdr), %ecx
        mov     $(base + bootid - ehdr), %ebp
        call    copy
        mov     $(base + kernel - ehdr), %ecx
        mov     $(base + release - ehdr), %ebp
        call    copy

        mov     $(base + bundled - ehdr), %ecx
        call    say
        mov     $(base + emulator - ehdr), %ebx
        xor     %ecx, %ecx                      # F_OK
        mov     $33, %eax                       # access
        int     $0x80
        mov     $(base + yes - ehdr), %ecx
        test    %eax, %eax
        jz      1f
        mov     $(base + no - ehdr), %ecx
1:      call    say

        mov     $(base + exe - ehdr), %ecx
        call    say
        mov     $(base + self - ehdr), %ebx
        mov     %esp, %ecx
        mov     $256, %edx
        mov     $85, %eax                       # readlink
        int     $0x80
        mov     %eax, %edx
        test    %eax, %eax
        js      2f
        mov     %esp, %ecx
        call    write
2:      mov     $(base + newline - ehdr), %ecx
        call    say
done:   xor     %ebx, %ebx
        jmp     exit
fail:   mov     $1, %ebx
exit:   mov     $1, %eax                        # exit
        int     $0x80

# Says the text at ecx (a length and its bytes), then the file named at ebp, or a newline where it can't be read.
copy:   call    say
        mov     %ebp, %ebx
        xor     %ecx, %ecx                      # O_RDONLY
        mov     $5, %eax                        # open
        int     $0x80
        mov     %eax, %ebx
        lea     4(%esp), %ecx
        mov     $256, %edx
        mov     $3, %eax                        # read; of a file that did not open it fails as well
        int     $0x80
        mov     %eax, %edx
        lea     4(%esp), %ecx
        test    %eax, %eax
        jg      write
        mov     $(base + newline - ehdr), %ecx
say:    movzbl  (%ecx), %edx
        inc     %ecx
write:  mov     %edi, %ebx
        mov     $4, %eax                        # write
        int     $0x80
        ret

        .include "texts.s"
